import { expect, it } from 'vitest'
import { contentDisposition } from '../../../src/http/download/content-disposition.ts'

it.each([
  ['orders.sql', 'attachment; filename="orders.sql"'],
  ['größe.sql', `attachment; filename="gr_e.sql"; filename*=UTF-8''gr%C3%B6%C3%9Fe.sql`],
  ['заказы.sql', `attachment; filename="_.sql"; filename*=UTF-8''%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%D1%8B.sql`],
  ["a'(b)*ü", `attachment; filename="a'(b)*_"; filename*=UTF-8''a%27%28b%29%2A%C3%BC`],
  ['a"b\\c%d/e', `attachment; filename="a_b_c_d_e"; filename*=UTF-8''a%22b%5Cc%25d%2Fe`],
  ['a\r\nX: y', `attachment; filename="a_X: y"; filename*=UTF-8''a%0D%0AX%3A%20y`],
  ['half \ud800', `attachment; filename="half _"; filename*=UTF-8''half%20%EF%BF%BD`],
])('says %j in a header that it cannot leave', (name, header) => {
  expect(contentDisposition(name)).toBe(header)
})
