import type { Interval } from '../scheduling/interval.ts'
import { About, type Meeting } from './about.tsx'
import { documentOf } from './document.tsx'
import { Answer, Field, type FieldFault, faultWords, type Question } from './field.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { NearRadios } from './near.tsx'
import { detailsPath, typePath } from './paths.ts'
import { Steps } from './steps.tsx'

/** Everything a customer has typed, kept whatever happens. Answers by the id of their question. */
export interface Typed {
  name: string
  email: string
  /** Asked for when the meeting is a phone call. */
  phone?: string
  answers: Record<string, string>
}

export interface DetailsProps {
  meeting: Meeting
  span: Interval
  /** The salesperson asked for. */
  salesperson?: { slug: string; name: string }
  questions: Question[]
  typed: Typed
  /** By the name of the field: `name`, `email`, `phone`, `answer.<id>`. */
  faults: Record<string, FieldFault>
  /** The address that was likely meant. */
  meant_email?: string
  /** Set when the time was taken meanwhile: the nearest that are free. */
  instead?: Interval[]
  hold_minutes: number
  /** Makes a repeated submission one hold. */
  key: string
}

/**
 * Who the customer is, and the tenant's questions. Posts to its own address, with its `start`, `with`, `zone` and
 * `lang`: `key`, `nonce`, `name`, `email`, `phone` for a call, `answer.<id>`, `email_use` or `email_keep` after a likely
 * typo, and `start` where it was taken meanwhile.
 */
export function detailsPage(request: Request, props: DetailsProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const taken = props.instead !== undefined
  const title = taken && !frame.alert ? words.near.taken : words.details.title
  return documentOf(frame, {
    title,
    kind: 'details',
    children: (
      <>
        <Steps frame={frame} at="details" />
        <div class="card split">
          <div class="side">
            <About
              frame={frame}
              meeting={props.meeting}
              names={props.salesperson && [props.salesperson.name]}
              span={taken ? undefined : props.span}
            />
            <BackLink frame={frame} props={props} />
          </div>
          <section class="work">
            <h1 tabIndex={-1}>{title}</h1>
            <Summary frame={frame} props={props} />
            <DetailsForm frame={frame} props={props} />
          </section>
        </div>
      </>
    ),
  })
}

function BackLink({ frame, props }: { frame: Frame; props: DetailsProps }) {
  const href = typePath(frame.brand?.slug ?? '', props.meeting.slug, {
    ...dayOfSpan(frame, props.span),
    ...frame.chosen,
    with: props.salesperson?.slug,
  })
  return (
    <p>
      <a href={href}>{props.instead ? frame.words.near.all : frame.words.details.change}</a>
    </p>
  )
}

function dayOfSpan({ zones, zone }: Frame, { from_ms }: Interval): { month: string; day: string } {
  const day = new Date(from_ms + zones.offset_ms(zone, from_ms)).toISOString().slice(0, 10)
  return { month: day.slice(0, 7), day }
}

/** All faults at the top, each leading to its field. */
function Summary({ frame, props: { faults, questions } }: { frame: Frame; props: DetailsProps }) {
  const names = Object.keys(faults)
  if (names.length === 0) return null
  const labels: Record<string, string> = {
    name: frame.words.details.name,
    email: frame.words.details.email,
    phone: frame.words.details.phone,
  }
  for (const { id, label } of questions) labels[`answer.${id}`] = label
  return (
    <div class="alert" role="alert">
      <p>{frame.words.details.faults(names.length)}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a href={`#${name}`}>
              <b>{labels[name] ?? name}</b> {faultWords(frame, faults[name]!)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function DetailsForm({ frame, props }: { frame: Frame; props: DetailsProps }) {
  const { words } = frame
  const { typed, faults, instead, questions } = props
  const field = (name: 'name' | 'email' | 'phone') => ({
    frame,
    name,
    required: true,
    value: typed[name],
    fault: faults[name],
  })
  return (
    <form method="post" action={actionOf(frame, props)} data-once>
      <input type="hidden" name="key" value={props.key} />
      {frame.nonce && <input type="hidden" name="nonce" value={frame.nonce} />}
      {instead && <NearRadios frame={frame} spans={instead} typed={hasTyped(typed)} />}
      <Field {...field('name')} label={words.details.name} complete="name" longest={200} />
      <Field
        {...field('email')}
        label={words.details.email}
        hint={words.details.emailHint}
        type="email"
        complete="email"
        longest={254}
      />
      {props.meant_email && <Typo frame={frame} typed={typed.email} meant={props.meant_email} />}
      {props.meeting.place === 'phone' && (
        <Field
          {...field('phone')}
          label={words.details.phone}
          hint={words.details.phoneHint}
          type="tel"
          complete="tel"
          longest={40}
        />
      )}
      {questions.map((question) => (
        <Answer
          key={question.id}
          frame={frame}
          question={question}
          value={typed.answers[question.id]}
          fault={faults[`answer.${question.id}`]}
        />
      ))}
      {!props.meant_email && instead?.length !== 0 && (
        <div class="act">
          <button class="button main" type="submit">
            {words.details.hold}
          </button>
          <p class="hint">{words.details.holdHint(props.hold_minutes)}</p>
        </div>
      )}
    </form>
  )
}

function hasTyped({ answers, ...own }: Typed): boolean {
  return [...Object.values(own), ...Object.values(answers)].some((text) => text !== undefined && text !== '')
}

/** The form's own page, which is also what a browser shows when it is asked for the address alone. */
function actionOf(frame: Frame, { meeting, span, salesperson }: DetailsProps): string {
  return detailsPath(frame.brand?.slug ?? '', meeting.slug, {
    start: new Date(span.from_ms).toISOString(),
    with: salesperson?.slug,
    zone: frame.zone,
    lang: frame.chosen.lang,
  })
}

/** Two buttons that both send the form: one with the address that was likely meant, one with the typed. */
function Typo({ frame: { words }, typed, meant }: { frame: Frame; typed: string; meant: string }) {
  return (
    <div class="alert ask" role="alert">
      <p>
        <b>{words.details.typo(meant)}</b> {words.details.typoHint}
      </p>
      <div class="act">
        <button class="button main" type="submit" name="email_use" value={meant}>
          {words.details.typoUse(meant)}
        </button>
        <button class="button" type="submit" name="email_keep" value={typed}>
          {words.details.typoKeep(typed)}
        </button>
      </div>
    </div>
  )
}
