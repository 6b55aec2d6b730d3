/** What features need of HTTP: refusals, paging, pieces of shapes. */
export { Page, type PagePosition, PageQuery, pageOf } from './paging.ts'
export { Problem, type ProblemBody, problemBody } from './problem.ts'
export { headersOf } from './reply-headers.ts'
export { Id, IdParams, Nullable, Time, Words } from './schemas.ts'
