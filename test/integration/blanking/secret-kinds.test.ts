import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';

const S = 'hunter2-x9';
const blanking = new Blanking();
const login = 'mutation M($u: String!, $p: String!) { login(input: {user: $u, password: $p}) { id } }';

const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'in GraphQL': {
    'as a variable': JSON.stringify({ query: login, variables: { u: 'bob', p: S } }),
    'as a variable before its query': JSON.stringify({ variables: { u: 'bob', p: S }, query: login }),
    'as a variable in one of several operations': JSON.stringify([
      { query: '{me}' },
      { query: login, variables: { p: S } },
    ]),
    'as a variable of an operation in lines': JSON.stringify({
      query: 'mutation($p: String) {\n f(\n password:\n $p) }',
      variables: { p: S },
    }),
    'as one of a list of variables': JSON.stringify({
      query: 'mutation($a: X, $b: X) { f(secrets: [$a, $b]) }',
      variables: { b: S },
    }),
    'as a variable, with the variables as text': JSON.stringify({ query: login, variables: JSON.stringify({ p: S }) }),
    'in a variable that is an object': JSON.stringify({
      query: 'mutation($i: In) { login(in: $i) }',
      variables: { i: { password: S } },
    }),
    'as the default of a variable': JSON.stringify({ query: `mutation($p: String = "${S}") { login(password: $p) }` }),
    'in the operation': JSON.stringify({ query: `mutation { login(password: "${S}", user: {pin: "${S}"}) }` }),
  },
  'in XML and HTML': {
    'beside an attribute': `<field name="password" value="${S}"/>`,
    'before an attribute': `<input value="${S}" name='pwd'>`,
    'beside the type of an input': `<input type=password value=${S}>`,
    'beside a key in single quotes': `<add key='ApiKey' value='${S}' />`,
    'in an attribute': `<user password="${S}"/>`,
    'in an element that an attribute names': `<property name="password">${S}</property>`,
    'behind its key in a property list': `<dict><key>user</key><string>bob</string><key>password</key>\n<string>${S}</string></dict>`,
    'behind its name': `<param><name>password</name><value>${S}</value></param>`,
    'in XML-RPC': `<member><name>password</name><value><string>${S}</string></value></member>`,
    'in SOAP': `<wsse:Password Type="http://x#PasswordText">${S}</wsse:Password>`,
    'in CDATA': `<password><![CDATA[${S}]]></password>`,
    'in an element within': `<password>\n <v>${S}</v>\n</password>`,
    'in JSON': JSON.stringify({ x: `<field name="password" value="${S}"/>` }),
    'where that is escaped': `<b>&lt;password&gt;${S}&lt;/password&gt;&lt;f name=&quot;pin&quot; value=&quot;${S}&quot;/&gt;</b>`,
    'in an attribute that is cut off': `<a><f name="password" value="${S}`,
    'where it is cut off': `<a><password>${S.slice(0, 8)}`,
  },
  'in parts of a form': {
    'with quotes': `--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n${S}\r\n--x--`,
    'without quotes': `--x\r\nContent-Disposition: form-data; name=password\r\n\r\n${S}\r\n--x--`,
  },
  'in files of settings': {
    'in YAML': `user: bob\npassword: ${S}\nage: 3`,
    'in a block of YAML': `password: |\n  ${S}\n\n  ${S}\nage: 3`,
    'in a list of YAML': `secrets:\n  - ${S}\n  - b\nage: 3`,
    'beside its name in YAML': `- name: DB_PASSWORD\n  value: ${S}\n- name: A\n  value: b`,
    'before its name in YAML': `- value: "${S}"\n  name: DB_PASSWORD`,
    'in TOML': `password = "${S}"\n`,
    'in several lines of TOML': `password = """\n${S}\n"""`,
    'in INI, with blanks': `[db]\npassword = my hunter2\nuser = bob`,
    'in .env': `export DB_PASSWORD=${S}\nA=1`,
    'in .env, in quotes': `DB_PASSWORD='my ${S}'\nA=1`,
  },
  'in a table': {
    'of CSV': `user,password\nbob,${S}\neve,${S}`,
    'of CSV, in quotes': `"user","password"\r\n"bob","a,""${S}"\r\n`,
    'of CSV with semicolons': `sep=;\nuser;password\nbob;${S}`,
    'of tabs': `user\tpassword\tage\nbob\t${S}\t3`,
    'that is drawn': `| user | password |\n| --- | --- |\n| bob | ${S} |`,
    'that is cut off': `user,password,age\nbob,a,3\neve,${S}`,
  },
  'by its look': {
    'of a private key':
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEhunter2\n-----END RSA PRIVATE KEY-----',
    'of a private key of PGP': '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nhunter2\n-----END PGP PRIVATE KEY BLOCK-----',
    'of a private key that is cut off': 'x -----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNhunter2',
    'of a private key in JSON': JSON.stringify({
      x: '-----BEGIN PRIVATE KEY-----\nMIIEhunter2\n-----END PRIVATE KEY-----\n',
    }),
    'of an encrypted JWT': 'eyJhbGciOiJSU0EtT0FFUCJ9.a1hunter2.b2.c3.hunter2',
    ...Object.fromEntries(
      [
        ...[
          'sk_live_',
          'rk_test_',
          'whsec_',
          'ghp_',
          'gho_',
          'github_pat_',
          'glpat-',
          'npm_',
          'AIza',
          'ya29.',
          'xoxb-1-',
        ],
        ...[
          'xoxp-',
          'xapp-1-',
          'sk-proj-',
          'sk-ant-',
          'sk-',
          'hf_',
          'SG.aaaaaaaaaaaaaaaaaa.',
          'hooks.slack.com/services/T0/B0/',
        ],
      ].map((start) => [`of ${start}`, `bad key: see ${start}hunter2${'a'.repeat(30)}, and go`]),
    ),
  },
  'in headers and URLs': {
    'of a digest': `Authorization: Digest username="bob", realm="x", nonce="n", response="${S}"`,
    'of a digest in a command': `curl -H 'Authorization: Digest username="bob", response="${S}"' x`,
    'of a signature': `Authorization: AWS4-HMAC-SHA256 Credential=AK/2, SignedHeaders=host, Signature=${S}`,
    'of a scheme': `Authorization: ApiKey ${S}`,
    'of cookies': `Cookie: a=1; sid=${S}; b=${S}`,
    'of cookies in a command': `curl -H 'Cookie: a=1; b=${S}' y`,
    'of a user': `GET https://u:p@${S}@host/x failed`,
    'of a user without a name': `redis://:${S}@h:6379/0`,
    'of a connection': `Server=h;User Id=bob;Password=${S};Timeout=3`,
    'of a connection to a file store': `AccountName=x;AccountKey=${S}==;EndpointSuffix=core`,
    'of a connection by words': `host=h user=bob password='${S} b' dbname=x`,
    'of an option': `mysql --user bob --password ${S} db`,
    'of a user of curl': `curl -u bob:${S} https://x`,
  },
  'in what went wrong': {
    'with a stack': `Error: login failed for {"user":"bob","password":"${S}"}\n    at f (/a/b.js:1:2)`,
    'as Node prints objects': `Error: bad { user: 'bob', password: '${S}' }\n at x`,
    'as Python does': `KeyError: {'password': u'${S}'}`,
    'as PHP does': `array(2) { ["password"]=> string(10) "${S}" }`,
    'as Rust does': `User { name: "bob", password: Some("${S}") }`,
    'as Go does': `{User:bob Password:${S}}`,
    'as Java does': `User(name=bob, password=${S})`,
    'as PostgreSQL does': `Key (api_key)=(${S}) already exists.`,
    'as MySQL does': `Duplicate entry '${S}' for key 'users.api_key'`,
    'in an INSERT': `INSERT INTO users (name, password) VALUES ('bob', '${S}'), ('e''ve', '${S}')`,
    'in quotes': `invalid password '${S}'`,
  },
};

describe.each(Object.entries(KINDS))('A secret %s is blanked', (_, texts) => {
  test.each(Object.entries(texts))('%s', (_name, text) => {
    const blanked = blanking.apply(text);
    expect(blanked).not.toContain('hunter2');
    expect(blanked).toContain('[blanked]');
  });
});

describe('Beside a secret all else stays', () => {
  test.each([
    [
      JSON.stringify({ query: login, variables: { u: 'bob', p: S } }),
      JSON.stringify({ query: login, variables: { u: 'bob', p: '[blanked]' } }),
    ],
    [
      `<field name="password" value="${S}" size="3"/><field name="age" value="3"/>`,
      '<field name="password" value="[blanked]" size="3"/><field name="age" value="3"/>',
    ],
    [`user,password,age\nbob,${S},3\n`, 'user,password,age\nbob,[blanked],3\n'],
    [`user: bob\npassword: |\n  ${S}\nage: 3`, 'user: bob\npassword: [blanked]\nage: 3'],
    [
      `<b>&lt;f name="pin" value="${S}"/&gt; &amp; <i/></b>`,
      '<b>&lt;f name="pin" value="[blanked]"/&gt; &amp; <i/></b>',
    ],
    [`a: 1\nsecrets:\n- ${S}\nage: 3`, 'a: 1\nsecrets:[blanked]\nage: 3'],
    [`User { password: Some("${S}"), age: 3 }`, 'User { password: "[blanked]", age: 3 }'],
    [
      `INSERT INTO u (name, password) VALUES ('bob', '${S}')`,
      "INSERT INTO u (name, password) VALUES ('bob', '[blanked]')",
    ],
  ])('%s', (text, blanked) => {
    expect(blanking.apply(text)).toBe(blanked);
  });
});

describe('What is no secret stays', () => {
  test.each([
    '{"session":{"title":"Evening","items":[1,2]}}',
    '{"auth":{"user":"bob","method":"x"}}',
    '{"tokens":["Hello"," wor","ld"],"ids":[1,2,3]}',
    '{"tokens":[15496,995]}',
    '{"usage":{"total_tokens":15,"prompt_tokens_details":{"cached_tokens":0}}}',
    '<p><input type="password" name="password"><a href="/reset-password">Forgot?</a></p>',
    '<session id="5"><title>Evening</title></session>',
    '# Login\n\n| field | type |\n| --- | --- |\n| password | string |',
    '{"errors":[{"path":["password"],"message":"Required"}]}',
    'SELECT id FROM users WHERE password IS NOT NULL; INSERT INTO users (name, password) VALUES (?, ?)',
    '{"tokens":{"input":5,"output":[7,8]}}',
    '[{"type":"token","text":"if"}]',
    '{"content":[{"token":"Hello","logprob":-0.3}]}',
    '{"a":["user","token"],"b":["x","y"]}',
    '{"roles":["admin","token"],"ids":["q","w"]}',
    '{"query":"query($p: Int) { list(page: $p) { id } }","variables":{"p":5}}',
    `{"query":${JSON.stringify(login)}}`,
    '<input type="password" name="x"><label for="password">Password</label>',
    '<key>name</key><string>bob</string>',
    'name,age\nbob,3',
    'Dear Bob, password\nand more, of that',
    'name: bob\nvalue: 5',
    'see https://x/@user and https://x/a:b@c, or task-management-is-a-thing-of-long-standing',
    "Unexpected token 'function', use --password to set one",
    'sk_test, npm_config_cache=/x, SG. and AIza',
    'The password must have 8 characters; a token is needed.',
  ])('%s', (text) => {
    expect(blanking.apply(text)).toBe(text);
  });
});

// What grew with the square of the length would take minutes.
test.each([
  '<password> ',
  '<key>pin</key> <a>',
  '<a name="pin" v=\'',
  'password,a\n',
  'password: |\n ',
  'password:\n - a\n',
  'name: pin\nvalue: a\n',
  'pin: Digest a="b", ',
  '--pin A ',
  'mutation($p: X!) { a(pin: $p) ',
  '-----BEGIN PRIVATE KEY-----',
  "INSERT INTO a (pin) VALUES ('",
  'sk-',
  'password "',
])('A long text that was made to be slow is looked through all the same: %s', (piece) => {
  const text = piece.repeat(300_000 / piece.length);
  expect(blanking.apply(text).length).toBeGreaterThan(0);
});
