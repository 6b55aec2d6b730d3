/** `epacs node doctor`: looks at everything that the node depends on, and says what to do about what is wrong. */
import { proxyAddress, proxyOf } from '../centre/proxy.ts'
import type { NodeConfig } from '../config/schema.ts'
import { readIdentity } from '../enrolment/identity-file.ts'
import type { Finding } from './finding.ts'
import { certificate, folder, ownFiles, timeZone, watchedFolders } from './machine.ts'
import { pacsFindings } from './pacs.ts'
import { patientList } from './patient-list.ts'
import { callers, running } from './running.ts'
import { centre, name } from './way-to-centre.ts'

export type { Finding } from './finding.ts'

/** One finding after the other, as each is there. @throws NodeError: there is nothing to look at */
export async function* examine(config: NodeConfig): AsyncGenerator<Finding> {
  const identity = await readIdentity(config.dataFolder)
  yield* folder(config)
  yield certificate(identity)
  yield* ownFiles(config)
  yield* watchedFolders(config)
  yield* patientList(config)
  const proxy = await proxyOf(config.proxy)
  yield await name(identity, proxyAddress(proxy))
  yield* centre(config, identity, proxy)
  if (config.bandwidth.length > 0) yield timeZone()
  yield* running(config, identity)
  yield callers(config)
  yield* pacsFindings(config)
}
