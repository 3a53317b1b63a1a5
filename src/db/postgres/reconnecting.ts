/**
 * How connections are made anew while the server is away, in seconds. The driver would wait up to 20 s between two
 * tries, and whoever asks in between with it: what cannot be had is to be said at once, and what is back, used at once.
 */
export const RECONNECTING = { connect_timeout: 10, backoff: () => 0.1 + Math.random() / 10 }
