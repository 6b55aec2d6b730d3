/** What docs/node-protocol.md asks of a node, by its numbers there; a test holds the two to each other. */
export const NODE_REQUIREMENTS = {
  N1: 'It enrols with its code and a certificate request of a P-256 key',
  N2: 'It calls the certificate entrance with the certificate that it was given',
  N3: 'It tells its state by itself, at least once a minute: version, outgoing, incoming, trouble',
  N4: 'It listens to events, and again after the stream was cut',
  D1: 'An event has it ask for deliveries, without waiting for its next turn',
  D2: 'It takes a delivery on, with a report of no status and nothing stored, before anything else',
  D3: 'After a cut download it goes on by Range from where it was, with If-Match',
  D4: 'stored is said when it has had all bytes, never earlier, and no status goes back',
  D5: 'A report whose answer got lost comes again, the same',
  D6: 'Bytes with another SHA-256 are neither forwarded nor stored: they are fetched again',
  D7: 'After 503 with Retry-After it does not ask again before that time, and then it does',
  D8: 'After 409 other-node it neither fetches the delivery nor reports on it',
  S1: 'It uploads by tus: Tus-Resumable, a length or Upload-Defer-Length, offsets, the content type of chunks',
  S2: 'After a cut connection it asks for the offset and goes on from there',
  S3: 'What it uploads is a ZIP of DICOM instances, wholly there before the message is made',
  S4: 'A message whose answer got lost is asked for again with the same Idempotency-Key',
  S5: 'It asks about the message until it is delivered',
} as const

export type NodeRequirementId = keyof typeof NODE_REQUIREMENTS
