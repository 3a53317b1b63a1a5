/**
 * How every client connects. While the server is away the driver would wait up to 20 s between two tries, and whoever
 * asks in between with it: what cannot be had is to be said at once, and what is back, used at once. And it would ask
 * each first connection for the array types, which we have none of: cut just then, nobody waits for that answer, and
 * what nobody waits for ends the process.
 */
export const CONNECTING = {
  connect_timeout: 10,
  backoff: () => 0.1 + Math.random() / 10,
  fetch_types: false,
  onnotice: () => {},
}

/**
 * How long a connection may say nothing while it is asked, in seconds. A server that is gone without a word, with its
 * whole zone for one, would be waited for until the system gives up on its side of the wire, a quarter of an hour later,
 * while another has long taken its place. No statement of ours takes so long, but for migrations.
 */
export const SILENCE_S = 30

/**
 * For the settings of a client that gives up a connection after so long without a word: the server ends a statement
 * before that. It would not notice that nobody waits any more for one that waits for a table, a `vacuum full` for one,
 * and with each connection made anew in the place of one given up, another of those it has would be taken.
 */
export function spokenWithin(silence_s: number) {
  return { silence: silence_s, connection: { statement_timeout: Math.round(silence_s * 900) } }
}
