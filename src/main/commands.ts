import type { Command } from './command.ts'

/** Every command, in the order of the help. */
export const COMMANDS: Record<string, Command> = {
  serve: {
    does: 'migrate, then answer requests and do jobs',
    options: { 'no-worker': { type: 'boolean', does: 'leave jobs to other processes' } },
    load: async () => (await import('./serve.ts')).serve,
  },
  worker: {
    does: 'migrate, then do jobs and answer no requests',
    load: async () => (await import('./serve.ts')).worker,
  },
  seed: {
    does: 'make the demonstration tenant, once',
    load: async () => (await import('./seed.ts')).seed,
  },
  openapi: {
    does: 'print the OpenAPI document',
    load: async () => (await import('./openapi.ts')).openapi,
  },
  migrate: {
    does: 'bring the database to the schema of this version',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  reseal: {
    does: 'seal every stored secret with the current SEAL_KEY',
    load: async () => (await import('./reseal.ts')).reseal,
  },
  health: {
    does: 'ask the Holdfast of this machine how it is',
    options: { ready: { type: 'boolean', does: 'whether it can do its work, not only lives' } },
    load: async () => (await import('./health.ts')).health,
  },
  backup: {
    does: 'write the SQLite file as it is now to another, while Holdfast goes on',
    options: { to: { type: 'string', value: 'FILE', does: 'a file that is not there yet' } },
    load: async () => (await import('./backup.ts')).backup,
  },
  restore: {
    does: 'put a backup in the place of the SQLite file, while Holdfast stands still',
    options: { from: { type: 'string', value: 'FILE', does: 'what holdfast backup wrote' } },
    load: async () => (await import('./backup.ts')).restore,
  },
  doctor: {
    does: 'look at everything that Holdfast needs, and say what is wrong; changes nothing',
    options: {
      json: { type: 'boolean', does: 'for machines' },
      outside: { type: 'string', value: 'MAILBOX', does: 'a mailbox that must be out of reach' },
    },
    load: async () => (await import('./doctor.ts')).doctor,
  },
  dashboard: {
    does: 'print a Grafana dashboard for the metrics of this version',
    load: async () => (await import('./dashboard.ts')).dashboard,
  },
  alerts: {
    does: 'print alert rules for Prometheus',
    load: async () => (await import('./alerts.ts')).alerts,
  },
  sbom: {
    does: 'print the bill of materials (CycloneDX)',
    load: async () => (await import('./sbom.ts')).sbom,
  },
  licenses: {
    does: 'print the licences of all that is in this binary',
    options: { full: { type: 'boolean', does: 'with their texts' } },
    load: async () => (await import('./licenses.ts')).licenses,
  },
  version: { does: 'print the version', load: async () => (await import('./version.ts')).version },
  help: { does: 'print this', load: async () => (await import('./help.ts')).helpOn(COMMANDS) },
}
