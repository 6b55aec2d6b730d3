/** The commands of `epacs`. Each is loaded alone when it is called: the whole centre takes a second to load. */
import type { Command } from 'commander'

/** In the order in which the help lists them: first what people do daily. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  login: async () => (await import('./sign-in/login.ts')).loginCommand(),
  logout: async () => (await import('./sign-in/logout.ts')).logoutCommand(),
  whoami: async () => (await import('./sign-in/whoami.ts')).whoamiCommand(),
  directory: async () => (await import('./mailbox/directory.ts')).directoryCommand(),
  send: async () => (await import('./send.ts')).sendCommand(),
  inbox: async () => (await import('./mailbox/list.ts')).listCommand('inbox'),
  sent: async () => (await import('./mailbox/list.ts')).listCommand('sent'),
  show: async () => (await import('./mailbox/show.ts')).showCommand(),
  get: async () => (await import('./mailbox/get.ts')).getCommand(),
  rm: async () => (await import('./mailbox/remove.ts')).removeCommand(),
  requests: async () => (await import('./mailbox/requests.ts')).requestsCommand(),
  watch: async () => (await import('./mailbox/watch.ts')).watchCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  dicom: async () => (await import('./dicom/index.ts')).dicomCommand(),
  node: async () => (await import('./node.ts')).nodeCommand(),
  'node-conformance': async () => (await import('./node-conformance.ts')).nodeConformanceCommand(),
  registry: async () => (await import('./registry.ts')).registryCommand(),
  'dicom-password': async () => (await import('./dicom-password.ts')).dicomPasswordCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  'data-subject': async () => (await import('./data-subject.ts')).dataSubjectCommand(),
  fsck: async () => (await import('./fsck.ts')).fsckCommand(),
  encrypt: async () => (await import('./encrypt.ts')).encryptCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  man: async () => (await import('./man-page.ts')).manCommand(everyCommand),
  completion: async () => (await import('./completion.ts')).completionCommand(everyCommand),
}

/** Undefined: no command is called so. */
export async function commandNamed(name: string | undefined): Promise<Command | undefined> {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]?.() : undefined
}

export async function everyCommand(): Promise<readonly Command[]> {
  return await Promise.all(Object.values(COMMANDS).map(async (load) => await load()))
}
