import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Config } from '../../config/config.ts'
import { authOf } from '../../graph/credential.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'credentials'
const SOON_MS = 30 * 24 * 3_600_000

/** When the credential of the Entra application ends, as far as it tells. */
export function checkExpiry({ graph }: Config, now: Date): Finding[] {
  if (graph === null)
    return [warning(ABOUT, 'Outlook is pretended.', 'Set ENTRA_CLIENT_ID and a credential.')]
  const { proof } = graph
  if (proof.kind === 'secret')
    return [
      warning(
        ABOUT,
        'A client secret does not tell when it ends.',
        'Note the day from Entra, or use a managed identity, which never does.',
      ),
    ]
  if (proof.kind !== 'certificate') return [good(ABOUT, 'The federated credential does not end.')]
  try {
    const pem = readFileSync(proof.file, 'utf8')
    authOf({ kind: 'certificate', pem })
    const ends = new Date(new X509Certificate(pem).validTo)
    const left_ms = ends.getTime() - now.getTime()
    const day = ends.toISOString().slice(0, 10)
    if (left_ms <= 0)
      return [bad(ABOUT, `The certificate ended on ${day}.`, 'Make a new one and upload it in Entra.')]
    return [
      left_ms < SOON_MS
        ? warning(ABOUT, `The certificate ends on ${day}.`)
        : good(ABOUT, `The certificate ends on ${day}.`),
    ]
  } catch (error) {
    return [bad(ABOUT, `ENTRA_CERTIFICATE_FILE cannot be used: ${reasonOf(error)}.`)]
  }
}
