import type { Frame } from './frame.ts'

/** While Holdfast is only tried no letter goes out: says so, and where it is read. */
export function Trial({ frame: { words, letters_at } }: { frame: Frame }) {
  if (letters_at === undefined) return null
  return (
    <p class="note">
      {words.code.trial}{' '}
      <a href={letters_at} target="_blank" rel="noopener">
        {words.code.trialLink}
      </a>
    </p>
  )
}
