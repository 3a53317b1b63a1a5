import type { ComponentChildren } from 'preact'
import type { Frame } from './frame.ts'

/** What the tenant asks before the meeting. */
export interface Question {
  id: string
  label: string
  kind: 'text' | 'long_text' | 'choice' | 'yes_no' | 'phone'
  required: boolean
  choices?: string[]
}

/** What is wrong with an answer; `tooLong` knows how much fits. */
export type FieldFault = 'missing' | 'badEmail' | 'badPhone' | 'badChoice' | { tooLong: number }

interface FieldProps {
  frame: Frame
  name: string
  label: string
  value?: string
  required?: boolean
  hint?: string
  fault?: FieldFault
  /** HTML's own names: `type`, `autocomplete`, `inputmode`, `maxlength`. */
  type?: 'text' | 'email' | 'tel'
  complete?: string
  longest?: number
}

/** One line of text with its label, hint and fault tied to it. */
export function Field({
  frame,
  name,
  label,
  value,
  required,
  hint,
  fault,
  type,
  complete,
  longest,
}: FieldProps) {
  return (
    <Labelled frame={frame} name={name} label={label} required={required} hint={hint} fault={fault}>
      <input
        id={name}
        name={name}
        type={type ?? 'text'}
        list={undefined}
        value={value}
        required={required}
        autocomplete={complete}
        maxLength={longest}
        {...ties(name, hint, fault)}
      />
    </Labelled>
  )
}

/** Several lines of text. */
export function LongField({ frame, name, label, value, required, hint, fault, longest }: FieldProps) {
  return (
    <Labelled frame={frame} name={name} label={label} required={required} hint={hint} fault={fault}>
      <textarea
        id={name}
        name={name}
        rows={4}
        required={required}
        maxLength={longest}
        {...ties(name, hint, fault)}
      >
        {value}
      </textarea>
    </Labelled>
  )
}

/** A question of the tenant as the field that fits it, named `answer.<id>`. */
export function Answer(props: { frame: Frame; question: Question; value?: string; fault?: FieldFault }) {
  const { frame, question, value, fault } = props
  const { label, required, kind } = question
  const field = { frame, name: `answer.${question.id}`, label, required, value, fault }
  switch (kind) {
    case 'long_text':
      return <LongField {...field} longest={4000} />
    case 'phone':
      return <Field {...field} type="tel" complete="tel" hint={frame.words.details.phoneHint} longest={40} />
    case 'yes_no':
      return <Choices {...field} choices={yesNo(frame)} />
    case 'choice':
      return (
        <Choices
          {...field}
          choices={(question.choices ?? []).map((each) => ({ value: each, label: each }))}
        />
      )
    default:
      return <Field {...field} longest={300} />
  }
}

function yesNo({ words }: Frame): Choice[] {
  return [
    { value: 'yes', label: words.yes },
    { value: 'no', label: words.no },
  ]
}

interface Choice {
  value: string
  label: string
}

/** Few choices stand open; many go into a list. */
const OPEN_CHOICES = 6

function Choices({ choices, ...field }: FieldProps & { choices: Choice[] }) {
  return choices.length > OPEN_CHOICES ? (
    <List {...field} choices={choices} />
  ) : (
    <Radios {...field} choices={choices} />
  )
}

function List({ choices, ...field }: FieldProps & { choices: Choice[] }) {
  const { frame, name, value, required, fault } = field
  return (
    <Labelled {...field}>
      <select id={name} name={name} required={required} {...ties(name, undefined, fault)}>
        <option value="">{frame.words.details.choose}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Radios({ choices, frame, name, label, value, required, fault }: FieldProps & { choices: Choice[] }) {
  return (
    <fieldset class="field" id={name} {...ties(name, undefined, fault)}>
      <legend>
        {label}
        {!required && <Optional frame={frame} />}
      </legend>
      <div class="radios">
        {choices.map((choice, i) => (
          <label key={choice.value} class="radio">
            <input
              type="radio"
              id={`${name}-${i}`}
              name={name}
              value={choice.value}
              checked={choice.value === value}
              required={required}
            />
            {choice.label}
          </label>
        ))}
      </div>
      <Fault frame={frame} name={name} fault={fault} />
    </fieldset>
  )
}

function Labelled(props: FieldProps & { children: ComponentChildren }) {
  const { frame, name, label, required, hint, fault, children } = props
  return (
    <div class="field">
      <label for={name}>
        {label}
        {!required && <Optional frame={frame} />}
      </label>
      {children}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <Fault frame={frame} name={name} fault={fault} />
    </div>
  )
}

function Optional({ frame }: { frame: Frame }) {
  return <span class="optional"> ({frame.words.optional})</span>
}

function Fault({ frame, name, fault }: { frame: Frame; name: string; fault?: FieldFault }) {
  if (!fault) return null
  return (
    <p class="fault" id={`${name}-fault`}>
      {faultWords(frame, fault)}
    </p>
  )
}

/** What is wrong, in the customer's language. */
export function faultWords({ words }: Frame, fault: FieldFault): string {
  return typeof fault === 'string' ? words.details[fault] : words.details.tooLong(fault.tooLong)
}

function ties(name: string, hint?: string, fault?: FieldFault) {
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ')
  return { 'aria-describedby': described || undefined, 'aria-invalid': fault ? ('true' as const) : undefined }
}
