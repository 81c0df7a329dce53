/** Where a rule comes from, so that the record can say why. */
export interface Rule {
  /** Such as `trigger/coercion`: what the school file changes it by. */
  readonly id: string;
  /** The rule in plain words, as somebody reads it whom it holds. */
  readonly words: string;
  /** Such as `003 section 3.32`. */
  readonly source: string;
  /** The day this wording of the rule was taken into the product. */
  readonly since: string;
  /** True for what no school can take out: it is the law, or a child may be in danger. */
  readonly isFixed?: true;
}
