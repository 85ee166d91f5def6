import { isIPv6 } from 'node:net';

/**
 * The network that an address counts for: of IPv6 its /64, which one customer has to itself; of IPv4 the address, also where it
 * is written as IPv6. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const groups = groupsOf(new URL(`http://[${plain}]`).hostname.slice(1, -1));
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!isMapped) return `${groups.slice(0, 4).join(':')}::/64`;
  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}

/** The eight groups of an address as URLs write it: the longest run of zeros left out, no zeros before others. */
function groupsOf(address: string): readonly string[] {
  const [head = [], tail] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  if (tail === undefined) return head;
  const zeros: readonly string[] = Array(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail];
}
