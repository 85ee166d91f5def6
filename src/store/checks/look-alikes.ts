// Letters of other scripts that look like a Latin one, after the confusables of UTS #39, Unicode Security Mechanisms.
const CONFUSABLES: Readonly<Record<string, string>> = {
  // Cyrillic
  ...pairs('АВЕЅІЈКМНОРСТУХҮԌԚԜѴГӀЗЬ', 'ABESIJKMHOPCTYXYGQWVrI3b'),
  ...pairs('авеѕіјкмнорстухүԍԛԝѵгӏзьһԁӕѡ', 'abesijkmhopctyxygqwvrl3bhdæw'),
  // Greek
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ', 'ABEZHIKMNOPTYXCJ'),
  ...pairs('αβειηκνορτυχγωϲϳσ', 'aßeinkvoptuxywcjo'),
  // Armenian, Cherokee, Latin of other languages
  ...pairs('ՕՍՏԼոսօհցզաք', 'OUSLnuohgqwf'),
  ...pairs('ᎠᎡᎢᎪᎬᎳᎷᎻᎾᏀᏃᏌᏎᏒᏔᏙᏞᏟᏢᏦᏚᏴᏂ', 'DRTAEWMHOGZU4RWVLCPKSBh'),
  ...pairs('ıɑɡɩʋɪʏᴏᴄᴜᴠᴡᴢꞌʼ’‘`´‐‑‒–—−⁃∕⁄', "iagiuiyocuvwz''''''-------//"),
};

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** The names that are another one, and yet look like it: in case, script, invisible characters, or how an accent is written. */
export function lookAlikesOf(name: string, others: readonly string[]): readonly string[] {
  return lookAlikesAmong(others)(name);
}

/** Makes what tells the same about many names. */
export function lookAlikesAmong(names: readonly string[]): (name: string) => readonly string[] {
  const byLook = new Map<string, string[]>();
  for (const name of names) {
    for (const look of looksOf(name)) {
      const alike = byLook.get(look);
      if (alike === undefined) byLook.set(look, [name]);
      else alike.push(name);
    }
  }
  return (name) => {
    const alike = new Set(looksOf(name).flatMap((look) => byLook.get(look) ?? []));
    alike.delete(name);
    return [...alike];
  };
}

/** A name without what does not show, and without case; and the same as it looks to the eye. Each says which of them it is. */
function looksOf(name: string): readonly [folded: string, skeleton: string] {
  const visible = PLAIN.test(name) ? name : name.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
  return [`folded ${foldCase(visible)}`, `skeleton ${skeletonOf(visible)}`];
}

// By the capital, so that ß is ss, and both small sigmas are one.
function foldCase(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function skeletonOf(name: string): string {
  const latin = PLAIN.test(name) ? name : Array.from(name.normalize('NFD'), toLatin).join('').normalize('NFC');
  return latin.replace(/[I1|]/g, 'l').replaceAll('0', 'o').toLowerCase().replaceAll('rn', 'm').replaceAll('vv', 'w');
}

function toLatin(character: string): string {
  return CONFUSABLES[character] ?? character;
}

function pairs(letters: string, latin: string): Readonly<Record<string, string>> {
  const twins = [...latin];
  return Object.fromEntries([...letters].map((letter, index) => [letter, twins[index] ?? letter]));
}
