import type { NextRequest, NextResponse } from 'next/server';
import { handlePageRequest } from '@/lib/http/page-request';

/** Pages only: the API's own adapter does the same, once, without the cost of a middleware; documents are anybody's. */
export const config = {
  runtime: 'nodejs',
  matcher: [
    '/((?!api(?:/|$)|_next/static/|_next/image|icon\\.svg$|favicon\\.ico$|robots\\.txt$|\\.well-known/jwks\\.json/?$).*)',
  ],
};

export function middleware(request: NextRequest): Promise<NextResponse> {
  return handlePageRequest(request);
}
