// Names that most often stand beside those of secrets.
const FIELDS = new Set(
  `id uuid user username login name nickname email mail phone mobile role host hostname port url title age birthday date time
  address street city country zip postcode language locale status type scope domain account amount price currency product
  item quantity description note comment`.split(/\s+/),
);
const HEADERS = new Set(
  `accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-origin age allow api-key
  authorization cache-control connection content-disposition content-encoding content-language content-length
  content-security-policy content-type cookie date dnt etag expect expires forwarded from host if-match if-modified-since
  if-none-match keep-alive last-modified link location origin pragma priority proxy-authorization range referer
  referrer-policy retry-after server set-cookie strict-transport-security te trailer transfer-encoding upgrade
  upgrade-insecure-requests user-agent vary via warning www-authenticate`.split(/\s+/),
);

/** Tells whether a text is the name of an HTTP header. */
export function isHeaderName(text: string): boolean {
  return HEADERS.has(text.toLowerCase()) || /^(?:x|sec|cf)-[\w-]+$/i.test(text);
}

/** Tells whether a text is a common field name, such as `email` and `user_id`. */
export function isFieldName(text: string): boolean {
  if (text.length > 64 || !/^[A-Za-z][\w .-]*$/.test(text)) return false;
  const [last = ''] = /[A-Z]?[a-z]+$|[A-Z]+$/.exec(text) ?? [];
  return FIELDS.has(last.toLowerCase());
}
