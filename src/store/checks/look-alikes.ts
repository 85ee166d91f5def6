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
  const [folded, skeleton] = looksOf(name);
  return others.filter((other) => {
    if (other === name) return false;
    const [otherFolded, otherSkeleton] = looksOf(other);
    return otherFolded === folded || otherSkeleton === skeleton;
  });
}

/** A name without what does not show, and without case; and the same as it looks to the eye. */
function looksOf(name: string): readonly [folded: string, skeleton: string] {
  const visible = PLAIN.test(name) ? name : name.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
  return [foldCase(visible), skeletonOf(visible)];
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
