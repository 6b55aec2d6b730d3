/** The centre cannot start; the message is a sentence for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Why an address cannot be listened at; anything else as it is. */
export function asStartError(error: unknown, host: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const port = 'port' in error ? String(error.port) : ''
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} is taken by another program.`, { cause: error })
    case 'EACCES':
      return new StartError(`Port ${port} may not be opened by this user.`, { cause: error })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`${host} is not an address of this machine.`, { cause: error })
  }
  return error
}
