/**
 * A text that is cut by Unicode code points, the unit of every offset of the API.
 *
 * JavaScript counts UTF-16 units, where 🎉 is two; so the places of such characters are kept, and
 * an offset is moved by the number of them before it.
 */
export class CodePointText {
  /** @param {string} string */
  constructor(string) {
    this.string = string;
    /** @type {number[]} The offsets, in code points, of the characters that take two units. */
    this.wide = [];
    this.length = 0;
    for (const character of string) {
      if (character.length === 2) this.wide.push(this.length);
      this.length += 1;
    }
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.string.slice(this.#unit(start), this.#unit(end));
  }

  /** @param {number} point */
  #unit(point) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }
}
