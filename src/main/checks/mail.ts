import type { MailSetting } from '../../config/config.ts'
import { probeSmtp } from '../../mail/smtp.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'letters'

/** Whether the mail server lets us in. Nothing is sent. */
export async function checkMail(mail: MailSetting): Promise<Finding[]> {
  if (mail.kind === 'mock') return [warning(ABOUT, 'Letters are pretended.', 'Set SMTP_URL, or MAIL=graph.')]
  if (mail.kind === 'graph') return [good(ABOUT, "Letters go out from the salespersons' mailboxes.")]
  try {
    await probeSmtp(mail.url)
    return [good(ABOUT, 'The mail server lets us in.')]
  } catch (error) {
    return [bad(ABOUT, `The mail server cannot be used: ${reasonOf(error)}.`, 'Check SMTP_URL.')]
  }
}
