/** What a request is refused with. */
export class Refusal extends Error {
  readonly status: number;
  readonly subStatus: number;
  /** Goes into the body of the answer. */
  readonly more: object;

  constructor(status: number, message: string, subStatus = 0, more: object = {}) {
    super(message);
    this.status = status;
    this.subStatus = subStatus;
    this.more = more;
  }
}
