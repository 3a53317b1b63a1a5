import { ALERT_RULES } from './alertRules.ts'
import type { Run } from './command.ts'

/** Prints alert rules for Prometheus, fitting the metrics of this version. */
export const alerts: Run = async ({ out }) => {
  const rules = ALERT_RULES.map(({ alert, expr, for: lasting, severity, summary, description }) => ({
    alert,
    expr,
    for: lasting,
    labels: { severity },
    annotations: { summary, description },
  }))
  out(Bun.YAML.stringify({ groups: [{ name: 'holdfast', rules }] }, null, 2).trimEnd())
  return 0
}
