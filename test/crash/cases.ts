import type { FaultKind } from '../simulators/fault.ts'
import { type Effect, MOVE_EVENT } from './effects.ts'
import { STORIES, type Story } from './stories.ts'

/** What goes wrong, and when. */
export type Trouble =
  /** The provider's answer to one request is spoiled. */
  | { kind: 'answer'; effect: Effect; fault: FaultKind }
  /** The process is killed when the provider has heard the request, or has done it, and before it has answered. */
  | { kind: 'kill'; effect: Effect; done: boolean }
  /** The process is killed with everything written by which it begins, and nothing committed. */
  | { kind: 'uncommitted' }
  /** The process is killed right after its n-th commit. */
  | { kind: 'commit'; nth: number }
  /** The process is killed at some moment. */
  | { kind: 'any time' }

/** One booking, one trouble, and how it must end all the same. */
export interface Case {
  name: string
  /** Names the case's own salesperson. */
  slug: string
  story: Story
  trouble: Trouble
}

const ANSWERS: [FaultKind, string][] = [
  ['timeout_before', 'gets no answer, and is not done'],
  ['timeout_after', 'gets no answer, though it is done'],
  ['throttle', 'gets a 429'],
  ['server_error', 'gets a 500'],
  ['unauthorized', 'gets a 401 once'],
  ['not_json', 'is done, and the answer is not JSON'],
]

/** Those after which it is done. */
const DONE: FaultKind[] = ['timeout_after', 'not_json']

/** Every effect of every story with every answer, killed before and after; and every commit; and every beginning. */
export function everyCase(): Case[] {
  return numbered(STORIES.flatMap(casesOf))
}

/** A few of each, for the suite that everybody runs. */
export function someCases(): Case[] {
  const stride = 31
  return numbered(STORIES.flatMap(casesOf).filter((_, i) => i % stride === 3))
}

/** So many confirmations that are killed at any time. */
export function hundredCases(count: number): Case[] {
  const [story] = STORIES
  return Array.from({ length: count }, (_, i) => ({
    name: `${story!.tells}, number ${i + 1} of ${count}, killed at some moment`,
    slug: `h${String(i).padStart(3, '0')}`,
    story: story!,
    trouble: { kind: 'any time' as const },
  }))
}

function casesOf(story: Story): Omit<Case, 'slug'>[] {
  const { tells, effects, commits } = story
  return [
    ...(isFirstOfItsAct(story)
      ? [
          {
            name: `${tells}: killed just before the commit by which ${commits[0]}`,
            story,
            trouble: { kind: 'uncommitted' as const },
          },
        ]
      : []),
    ...effects.flatMap((effect) => [
      ...ANSWERS.filter(([fault]) => !isSettled(story, effect, DONE.includes(fault))).map(
        ([fault, says]) => ({
          name: `${tells}: ${effect.does} ${says}`,
          story,
          trouble: { kind: 'answer' as const, effect, fault },
        }),
      ),
      ...[false, true]
        .filter((done) => !isSettled(story, effect, done))
        .map((done) => ({
          name: `${tells}: killed while ${effect.does}, ${done ? 'after' : 'before'} it was done`,
          story,
          trouble: { kind: 'kill' as const, effect, done },
        })),
    ]),
    ...commits.map((says, i) => ({
      name: `${tells}: killed right after the commit by which ${says}`,
      story,
      trouble: { kind: 'commit' as const, nth: i + 1 },
    })),
  ]
}

/** An event that was moved is found at its new time: it is not moved again, and nothing is refused. */
function isSettled({ refused }: Story, effect: Effect, done: boolean): boolean {
  return done && effect === MOVE_EVENT && refused === effect
}

/** One request begins the same whatever comes after it. */
function isFirstOfItsAct(story: Story): boolean {
  return STORIES.find(({ act }) => act === story.act) === story
}

function numbered(cases: Omit<Case, 'slug'>[]): Case[] {
  return cases.map((one, i) => ({ ...one, slug: `c${String(i).padStart(3, '0')}` }))
}
