import { resealAll } from '../app.ts'
import { readConfig } from '../config/config.ts'
import { systemEntropy } from '../lib/entropy.ts'
import { sealer } from '../lib/seal.ts'
import type { Run } from './command.ts'
import { openData, secretsFolder } from './data.ts'
import { keptSecrets } from './secrets.ts'

/** Seals every stored secret with the current SEAL_KEY; exit code 1 when some could not be opened. */
export const reseal: Run = async ({ env, out, err }) => {
  const config = readConfig(env)
  const { seal_key, seal_key_previous } = keptSecrets(
    config.secrets,
    secretsFolder(config.data.data_dir),
    systemEntropy,
  )
  const database = await openData(config)
  try {
    const { resealed, lost } = await resealAll(
      database,
      sealer({ key: seal_key, previous: seal_key_previous }),
    )
    out(`${resealed} secrets were sealed with the current key.`)
    if (lost === 0) return 0
    err(`${lost} could not be opened: set SEAL_KEY_PREVIOUS to the key before, or enter them again.`)
    return 1
  } finally {
    await database.close()
  }
}
