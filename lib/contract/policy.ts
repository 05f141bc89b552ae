/**
 * What happens to a pod that asks for nothing and that no selector matches: it is injected (`enabled`) or left alone
 * (`disabled`). `off` is what the switch was before it had a parameter of its own: nothing is injected, whatever the pod says.
 */
export type Policy = (typeof policies)[number];

/** The three values of the `policy` parameter. */
export const policies = ['enabled', 'disabled', 'off'] as const;
