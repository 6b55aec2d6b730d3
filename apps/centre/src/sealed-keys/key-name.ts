/** The keys of which a centre has one for all its processes. */
export type KeyName = 'signing' | 'node-authority' | 'webhook-secrets'
