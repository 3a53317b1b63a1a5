/** What a span may tell: ids, kinds and counts; never a token, an address or a name. */
export type Attributes = Record<string, string | number | boolean | undefined>

/** Follows one cause through the process and beyond it: request, job, provider's call. */
export interface Tracer {
  /** False for the one that follows nothing, so that hot paths need not ask it. */
  readonly follows: boolean
  /**
   * Runs `work` inside a span. It belongs to the span it runs in, or to `parent`: a W3C traceparent (Trace Context,
   * Level 1) that came with a request or was written into a job's row. A rejection marks the span as failed.
   */
  span<T>(name: string, about: SpanSettings, work: () => Promise<T>): Promise<T>
  /** Gives the span that runs now a better name. */
  rename(name: string): void
  /** Adds to the span that runs now. */
  note(attributes: Attributes): void
  /** The traceparent of the span that runs now: for a job's row, or for a provider's call. */
  current(): string | undefined
  /** Sends what is left and stops. */
  close(): Promise<void>
}

export interface SpanSettings {
  kind?: 'server' | 'client' | 'producer' | 'consumer' | 'internal'
  parent?: string
  attributes?: Attributes
}

/** A tracer that follows nothing; the default, and what runs while no collector is set. */
export const noTracer: Tracer = {
  follows: false,
  span: (_name, _about, work) => work(),
  rename: () => {},
  note: () => {},
  current: () => undefined,
  close: async () => {},
}
