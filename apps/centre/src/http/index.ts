/** What features need of HTTP: refusals, requests that come again, paging, pieces of shapes, memory of bodies. */
export { idempotencyKey, lockKey, madeBefore } from './idempotency.ts'
export { Page, type PagePosition, PageQuery, pageOf } from './paging.ts'
export { Problem, problemBody } from './problem.ts'
export { PUBLIC_JWK } from './public-jwk.ts'
export { headersOf } from './reply-headers.ts'
export { Id, IdParams, Nullable, Text, Time, Words } from './schemas.ts'
export { inXml } from './xml-text.ts'
