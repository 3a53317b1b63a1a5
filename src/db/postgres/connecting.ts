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
