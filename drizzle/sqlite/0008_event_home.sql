ALTER TABLE `graph_events` ADD `m365_tenant_id` text;--> statement-breakpoint
ALTER TABLE `graph_events` ADD `mailbox` text;--> statement-breakpoint
UPDATE `graph_events` SET
	`m365_tenant_id` = (SELECT coalesce(t.`m365_tenant_id`, t.`id`) FROM `tenants` t WHERE t.`id` = `graph_events`.`tenant_id`),
	`mailbox` = (SELECT s.`mailbox` FROM `salespersons` s WHERE s.`id` = `graph_events`.`salesperson_id`);
