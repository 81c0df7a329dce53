/**
 * Whether a status says that what was sent was surely not taken. 408 does not; nor does any of the server's own troubles,
 * with 503 among them: a gateway answers so too when the connection behind it breaks after the request went through it
 * (envoyproxy/envoy issue 10007). A redirection may be the answer to what was taken, and half an answer with 200 is none.
 */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}
