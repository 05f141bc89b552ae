import { boxOf, integerOf, stringOf } from '../go/numbers.ts';
import { formatValue } from '../go/print.ts';
import { itemsOf } from '../go/slice.ts';
import type { GoStruct, GoValue } from '../go/value.ts';
import { proxyContainer } from './proxy-containers.ts';

const otherProtocols: ReadonlySet<string> = new Set(['UDP', 'SCTP']);

/** The containers of a `[]v1.Container`. */
export function containersIn(list: GoValue | undefined): readonly GoStruct[] {
  return itemsIn(list).flatMap((item) => {
    const box = boxOf(item);
    return box?.kind === 'struct' ? [box] : [];
  });
}

/** A container's TCP ports, in order (Istio's getPortsForContainer). */
export function getPortsForContainer(container: GoStruct): readonly string[] {
  return containersIn(container.field('Ports')).flatMap((port) => {
    const protocol = stringOf(port.field('Protocol')) ?? '';
    return otherProtocols.has(protocol) ? [] : [String(integerOf(port.field('ContainerPort')) ?? 0n)];
  });
}

/** The TCP ports of all containers, separated by commas. */
export function includeInboundPorts(containers: GoValue | undefined): string {
  return containersIn(containers).flatMap(getPortsForContainer).join(',');
}

/** The same without the proxy's. */
export function applicationPorts(containers: GoValue | undefined): string {
  const own = containersIn(containers).filter((container) => container.field('Name') !== proxyContainer);
  return own.flatMap(getPortsForContainer).join(',');
}

/** A list of ports with one more, unless that is empty, 0 or there already. */
export function excludeInboundPort(port: GoValue, excluded: string): string {
  const added = formatValue(port).trim();
  const ports = excluded.split(',');
  if (added === '' || added === '0' || ports.includes(added)) {
    return excluded;
  }
  const kept = ports.map((item) => item.trim()).filter((item) => item !== '');
  return [...kept, added].join(',');
}

function itemsIn(list: GoValue | undefined): readonly GoValue[] {
  const box = boxOf(list);
  return box?.kind === 'slice' ? itemsOf(box) : [];
}
