/** pkijs with Node's own cryptography. */
import { CryptoEngine, getCrypto, type ICryptoEngine, setEngine } from 'pkijs'

setEngine('node', new CryptoEngine({ name: 'node', crypto: globalThis.crypto }))

export function engine(): ICryptoEngine {
  return getCrypto(true)
}

export * from 'pkijs'
