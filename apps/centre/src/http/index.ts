/** What features need of HTTP: refusals and paging. */
export { Page, PageQuery, pageOf } from './paging.ts'
export { Problem } from './problem.ts'
