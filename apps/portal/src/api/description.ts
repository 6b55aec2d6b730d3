/** What the API's description (`schema.ts`, written by the centre) says of a route: what it takes, what it answers. */
import type { paths } from './schema.ts'

export type ApiPath = keyof paths
export type ApiMethod = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete'

/** The routes that take this method. */
export type PathOf<M extends ApiMethod> = {
  [P in ApiPath]: paths[P] extends Readonly<Record<M, { readonly responses: unknown }>> ? P : never
}[ApiPath]

type Operation<M extends ApiMethod, P extends PathOf<M>> = paths[P][M]

type Json<Part> = Part extends { readonly content: { readonly 'application/json': infer Value } }
  ? Value
  : undefined

/** The body of the answer when nothing is refused; undefined: there is none. */
export type Answer<M extends ApiMethod, P extends PathOf<M>> =
  Operation<M, P> extends { readonly responses: infer Responses } ? Json<Responses[keyof Responses]> : never

/** What has no value is not sent. */
type OrNone<Value> = Value extends readonly unknown[]
  ? Value
  : { readonly [Name in keyof Value]: Value[Name] | None<Value, Name> }
type None<Value, Name extends keyof Value> = undefined extends Value[Name] ? undefined : never

type Parameters<Op, Where extends 'path' | 'query'> = Op extends {
  readonly parameters: { readonly [W in Where]?: infer Value }
}
  ? OrNone<NonNullable<Value>>
  : never

export type Query<M extends ApiMethod, P extends PathOf<M>> = Parameters<Operation<M, P>, 'query'>

export type Body<M extends ApiMethod, P extends PathOf<M>> =
  Operation<M, P> extends {
    readonly requestBody: { readonly content: { readonly 'application/json': infer Value } }
  }
    ? OrNone<Value>
    : never

/** A part that the route does not have cannot be given; one that it needs has to be. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? { readonly [N in Name]?: never }
  : Record<never, never> extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value }

export interface AnyRequest {
  readonly signal?: AbortSignal
  /** Asking again after a lost answer gives what the first request made. */
  readonly idempotencyKey?: string
  /** The secret of a private link: it, and not a session, opens what it belongs to. */
  readonly bearer?: string
  /** Id: acts for this one of the person's institutions, whichever the session acts for. */
  readonly actingFor?: string | undefined
}

export type ApiRequest<M extends ApiMethod, P extends PathOf<M>> = AnyRequest &
  Part<'path', Parameters<Operation<M, P>, 'path'>> &
  Part<'query', Query<M, P>> &
  Part<'body', Body<M, P>>

/** The last argument of a call; nothing where nothing has to be said. */
export type RequestOf<M extends ApiMethod, P extends PathOf<M>> =
  AnyRequest extends ApiRequest<M, P> ? [request?: ApiRequest<M, P>] : [request: ApiRequest<M, P>]

/** One entry of an answer that is a list. */
export type Item<List extends { readonly items: readonly unknown[] }> = List['items'][number]
