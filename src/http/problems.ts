import { t } from 'elysia'
import { PROBLEMS, type ProblemCode } from '../lib/problem.ts'

type StatusOf<Code extends ProblemCode> = (typeof PROBLEMS)[Code][0]
type ProblemReply = ReturnType<typeof problemReply>

/** The error replies of a route for its `response`: one schema a status, naming the codes that it may carry. */
export function problems<Code extends ProblemCode>(...codes: Code[]): Record<StatusOf<Code>, ProblemReply> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0])
  const replies = [...byStatus].map(([status, same]) => [status, problemReply(status, same)])
  return Object.fromEntries(replies)
}

const FaultReply = t.Object({ path: t.String(), message: t.String() })

function problemReply(status: number, codes: ProblemCode[]) {
  const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(' ')
  return t.Object(
    {
      type: t.String(),
      title: t.String(),
      status: t.Number(),
      detail: t.String(),
      code: t.String({ enum: codes }),
      errors: t.Optional(t.Array(FaultReply)),
    },
    { description, examples: codes.map((code) => exampleOf(code, status)) },
  )
}

function exampleOf(code: ProblemCode, status: number) {
  const title = PROBLEMS[code][1]
  const errors = [{ path: 'customer.email', message: 'must be an e-mail address' }]
  const said = { type: `urn:holdfast:problem:${code}`, title, status, detail: title, code }
  return code === 'invalid_request' ? { ...said, errors } : said
}
