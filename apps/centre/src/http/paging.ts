/** Lists are `{items, total, page, pageSize}`; pages count from 1. */
import { type TSchema, Type } from 'typebox'

export const PageQuery = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 })),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
}

export function Page<Item extends TSchema>(item: Item) {
  return Type.Object({
    items: Type.Array(item),
    total: Type.Integer(),
    page: Type.Integer(),
    pageSize: Type.Integer(),
  })
}

export interface PagePosition {
  readonly page: number
  readonly pageSize: number
  /** Items before the page. */
  readonly offset: number
}

export function pageOf(query: { readonly page?: number; readonly pageSize?: number }): PagePosition {
  const { page = 1, pageSize = 20 } = query
  return { page, pageSize, offset: (page - 1) * pageSize }
}
