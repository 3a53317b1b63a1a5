import { setDefaultTimeout } from 'bun:test'

// Walks wait for what they see, each step for as long as the browser may take; a busy machine makes them slow, not wrong.
setDefaultTimeout(300_000)
