import type pg from 'pg'

type Connected = Parameters<Parameters<pg.Pool['connect']>[0]>

/**
 * The pool as graphile-worker is to have it. When the connection by which it listens breaks while a worker stops, it
 * releases that connection twice, and nobody hears the error that pg answers with: the process would end by it. What
 * was released is not touched again.
 */
export function releasedOnce(pool: pg.Pool): pg.Pool {
  const connect = (heard?: (...connected: Connected) => void) => {
    if (heard === undefined) return pool.connect()
    pool.connect((error, client, release) => {
      let isReleased = false
      heard(error, client, (destroy) => {
        if (isReleased) return
        isReleased = true
        release(destroy)
      })
    })
    return undefined
  }
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
