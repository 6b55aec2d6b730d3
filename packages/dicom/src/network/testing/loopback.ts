/** An acceptor and a requestor in one process, for tests. */
import type { TestContext } from 'node:test'
import { Acceptor, type AcceptorOptions } from '../association/acceptor.ts'
import type { Association } from '../association/association.ts'
import type { AssociationEnd } from '../association/association-end.ts'
import { type RequestorOptions, requestAssociation } from '../association/requestor.ts'
import { VERIFICATION } from '../association/storage-classes.ts'

export const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2'
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
export const IMPLICIT_LITTLE = '1.2.840.10008.1.2'

export const CONTEXTS = [
  { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE] },
  { abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT_LITTLE] },
]

export interface Listening {
  readonly acceptor: Acceptor
  readonly ends: AssociationEnd[]
  ask(options?: Partial<RequestorOptions>): Promise<Association>
}

/** Ends with the test. */
export async function listen(t: TestContext, options: Partial<AcceptorOptions> = {}): Promise<Listening> {
  const ends: AssociationEnd[] = []
  const acceptor = await Acceptor.listen({
    host: '127.0.0.1',
    port: 0,
    admit: () => ({ services: {} }),
    onEnd: (end) => ends.push(end),
    ...options,
  })
  t.after(() => acceptor.close())
  const ask = (asked: Partial<RequestorOptions> = {}) =>
    requestAssociation({
      host: '127.0.0.1',
      port: acceptor.port,
      callingAeTitle: 'SENDER',
      calledAeTitle: 'RECEIVER',
      contexts: CONTEXTS,
      ...asked,
    })
  return { acceptor, ends, ask }
}
