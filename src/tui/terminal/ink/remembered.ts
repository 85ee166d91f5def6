const mostTexts = 1024;

/** A pure function of a text that remembers what it said of the texts it was asked for of late. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  let recent = new Map<string, Answer>();
  let older = new Map<string, Answer>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const found = older.get(text) ?? answer(text);
    recent.set(text, found);
    if (recent.size < mostTexts) return found;
    older = recent;
    recent = new Map();
    return found;
  };
}
