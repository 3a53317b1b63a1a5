/** Whose list at which of Zoom's accounts shows a meeting. */
export interface ZoomPlace {
  account_id: string
  /** Left out where an earlier version wrote down the account alone. */
  user?: string
}

/** A place as one word, to be remembered before there is a meeting. */
export function placeWord({ account_id, user }: Required<ZoomPlace>): string {
  return `${account_id}/${user}`
}

/** The place behind such a word. */
export function placeBehind(word: string): ZoomPlace {
  const [account_id = '', ...user] = word.split('/')
  return user.length > 0 ? { account_id, user: user.join('/') } : { account_id }
}
