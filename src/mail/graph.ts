import { z } from 'zod'
import type { Graph } from '../graph/request.ts'
import { Failure } from '../lib/failure.ts'
import { oneLine } from '../lib/line.ts'
import type { Letter, Mail } from './mail.ts'

/**
 * Sends letters through Microsoft Graph, from the mailbox the letter names; a letter without one is `permanent`
 * `sender_missing`. Graph takes one body, so the text stays behind. Nothing is kept among the sent items, because
 * the links in a letter are secrets of its reader.
 */
export function graphMail(graph: Graph): Mail {
  return {
    async send(letter) {
      const { sender } = letter
      if (!sender) throw new Failure('permanent', 'sender_missing', 'The tenant has no mailbox to send from')
      await graph.call({
        name: 'sendMail',
        m365_tenant_id: sender.m365_tenant_id,
        user: sender.user,
        method: 'POST',
        path: `/users/${encodeURIComponent(sender.user)}/sendMail`,
        body: { message: messageOf(letter), saveToSentItems: false },
        reply: z.unknown(),
      })
    },
  }
}

function messageOf({ letter_id, to, reply_to, subject, html }: Letter) {
  return {
    subject: oneLine(subject),
    body: { contentType: 'html', content: html },
    toRecipients: [{ emailAddress: { name: oneLine(to.name), address: to.email } }],
    replyTo: reply_to ? [{ emailAddress: { address: reply_to } }] : [],
    // Graph lets a sender set headers that begin with x alone, so the letter's id travels in one of those.
    internetMessageHeaders: [
      { name: 'x-holdfast-letter-id', value: letter_id },
      { name: 'x-auto-response-suppress', value: 'OOF, AutoReply' },
    ],
  }
}
