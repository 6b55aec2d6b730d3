/**
 * Where the command keeps what it needs the next time: `epacs` below `XDG_STATE_HOME` (`~/.local/state`; on Windows
 * `%LOCALAPPDATA%`), as the XDG Base Directory Specification 0.8 has it.
 */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: chosen, LOCALAPPDATA: local } = environment
  // "All paths set in these environment variables must be absolute. [...] consider the path invalid and ignore it."
  if (chosen !== undefined && isAbsolute(chosen)) return join(chosen, 'epacs')
  if (process.platform === 'win32' && local !== undefined) return join(local, 'epacs')
  return join(homedir(), '.local/state/epacs')
}
