/**
 * Zones that have letters for their time, as the time zone database of 2025 has them; the others are called by their
 * offset. Intl does not tell them. Each row: letters by offset in hours, and the zones they hold for.
 */
const families: readonly (readonly [letters: Readonly<Record<string, number>>, zones: string])[] = [
  [
    { ACST: 9.5, ACDT: 10.5 },
    'Australia/Adelaide Australia/Broken_Hill Australia/Darwin Australia/North Australia/South ' +
      'Australia/Yancowinna',
  ],
  [
    { AST: -4, ADT: -3 },
    'America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon ' +
      'America/Curacao America/Dominica America/Glace_Bay America/Goose_Bay America/Grenada ' +
      'America/Guadeloupe America/Halifax America/Kralendijk America/Lower_Princes America/Marigot ' +
      'America/Martinique America/Moncton America/Montserrat America/Port_of_Spain America/Puerto_Rico ' +
      'America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas ' +
      'America/St_Vincent America/Thule America/Tortola America/Virgin Atlantic/Bermuda Canada/Atlantic',
  ],
  [
    { AEST: 10, AEDT: 11 },
    'Antarctica/Macquarie Australia/ACT Australia/Brisbane Australia/Canberra Australia/Currie ' +
      'Australia/Hobart Australia/Lindeman Australia/Melbourne Australia/NSW Australia/Queensland ' +
      'Australia/Sydney Australia/Tasmania Australia/Victoria',
  ],
  [
    { AKST: -9, AKDT: -8 },
    'America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat ' + 'US/Alaska',
  ],
  [{ AWST: 8 }, 'Australia/Perth Australia/West'],
  [{ GMT: 0, BST: 1 }, 'Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire'],
  [
    { CAT: 2 },
    'Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Juba Africa/Khartoum ' +
      'Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo Africa/Windhoek',
  ],
  [{ CST: -5, CDT: -4 }, 'America/Havana Cuba'],
  [
    { CST: -6, CDT: -5 },
    'America/Bahia_Banderas America/Belize America/Chicago America/Chihuahua America/Costa_Rica ' +
      'America/El_Salvador America/Guatemala America/Indiana/Knox America/Indiana/Tell_City ' +
      'America/Knox_IN America/Managua America/Matamoros America/Menominee America/Merida ' +
      'America/Mexico_City America/Monterrey America/North_Dakota/Beulah America/North_Dakota/Center ' +
      'America/North_Dakota/New_Salem America/Ojinaga America/Rainy_River America/Rankin_Inlet ' +
      'America/Regina America/Resolute America/Swift_Current America/Tegucigalpa America/Winnipeg CST6CDT ' +
      'Canada/Central Canada/Saskatchewan Mexico/General US/Central US/Indiana-Starke',
  ],
  [
    { CET: 1, CEST: 2 },
    'Africa/Algiers Africa/Ceuta Africa/Tunis Arctic/Longyearbyen Atlantic/Jan_Mayen CET ' +
      'Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels ' +
      'Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana ' +
      'Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris ' +
      'Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje ' +
      'Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw ' +
      'Europe/Zagreb Europe/Zurich Poland',
  ],
  [{ CST: 8 }, 'Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC'],
  [{ ChST: 10 }, 'Pacific/Guam Pacific/Saipan'],
  [
    { EAT: 3 },
    'Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala ' +
      'Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte',
  ],
  [
    { EST: -5, EDT: -4 },
    'America/Atikokan America/Cancun America/Cayman America/Coral_Harbour America/Detroit ' +
      'America/Fort_Wayne America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo ' +
      'America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac ' +
      'America/Indianapolis America/Iqaluit America/Jamaica America/Kentucky/Louisville ' +
      'America/Kentucky/Monticello America/Louisville America/Montreal America/Nassau America/New_York ' +
      'America/Nipigon America/Panama America/Pangnirtung America/Port-au-Prince America/Thunder_Bay ' +
      'America/Toronto Canada/Eastern EST EST5EDT Jamaica US/East-Indiana US/Eastern US/Michigan',
  ],
  [
    { EET: 2, EEST: 3 },
    'Africa/Cairo Africa/Tripoli Asia/Beirut Asia/Famagusta Asia/Gaza Asia/Hebron Asia/Nicosia EET ' +
      'Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kaliningrad ' +
      'Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn ' +
      'Europe/Tiraspol Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye Libya',
  ],
  [
    { GMT: 0 },
    'Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar ' +
      'Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome ' +
      'Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 ' +
      'Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich Iceland',
  ],
  [{ GMT: 0, IST: 1 }, 'Eire Europe/Dublin'],
  [{ HST: -10, HDT: -9 }, 'America/Adak America/Atka HST Pacific/Honolulu Pacific/Johnston US/Aleutian US/Hawaii'],
  [{ HKT: 8 }, 'Asia/Hong_Kong Hongkong'],
  [{ IST: 2, IDT: 3 }, 'Asia/Jerusalem Asia/Tel_Aviv Israel'],
  [{ IST: 5.5 }, 'Asia/Calcutta Asia/Kolkata'],
  [{ JST: 9 }, 'Asia/Tokyo Japan'],
  [{ KST: 9 }, 'Asia/Pyongyang Asia/Seoul ROK'],
  [
    { MST: -7, MDT: -6 },
    'America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Creston America/Dawson ' +
      'America/Dawson_Creek America/Denver America/Edmonton America/Fort_Nelson America/Hermosillo ' +
      'America/Inuvik America/Mazatlan America/Phoenix America/Shiprock America/Whitehorse ' +
      'America/Yellowknife Canada/Mountain Canada/Yukon MST MST7MDT Mexico/BajaSur Navajo US/Arizona ' +
      'US/Mountain',
  ],
  [{ MET: 1, MEST: 2 }, 'MET'],
  [{ MSK: 3 }, 'Europe/Kirov Europe/Moscow Europe/Simferopol Europe/Volgograd W-SU'],
  [{ NST: -3.5, NDT: -2.5 }, 'America/St_Johns Canada/Newfoundland'],
  [{ NZST: 12, NZDT: 13 }, 'Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland'],
  [
    { PST: -8, PDT: -7 },
    'America/Ensenada America/Los_Angeles America/Santa_Isabel America/Tijuana America/Vancouver ' +
      'Canada/Pacific Mexico/BajaNorte PST8PDT US/Pacific',
  ],
  [{ PKT: 5 }, 'Asia/Karachi'],
  [{ PST: 8 }, 'Asia/Manila'],
  [{ SAST: 2 }, 'Africa/Johannesburg Africa/Maseru Africa/Mbabane'],
  [{ SST: -11 }, 'Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa'],
  [{ UTC: 0 }, 'Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu'],
  [
    { WAT: 1 },
    'Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville ' +
      'Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo',
  ],
  [{ WET: 0, WEST: 1 }, 'Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal WET'],
  [{ WIB: 7 }, 'Asia/Jakarta Asia/Pontianak'],
  [{ WIT: 9 }, 'Asia/Jayapura'],
  [{ WITA: 8 }, 'Asia/Makassar Asia/Ujung_Pandang'],
];

/** Made when a time of some zone is first written: 400 zones are more than most templates ever need. */
let lettersOfZone: ReadonlyMap<string, ReadonlyMap<number, string>> | undefined;

/** The letters of a zone for an offset in seconds; undefined where the database has none. */
export function zoneAbbreviations(zone: string, offset: number): string | undefined {
  lettersOfZone ??= new Map(families.flatMap(lettersOfFamily));
  return lettersOfZone.get(zone)?.get(offset);
}

function lettersOfFamily([letters, zones]: (typeof families)[number]): [string, ReadonlyMap<number, string>][] {
  const byOffset = new Map(Object.entries(letters).map(([name, hours]) => [hours * 3600, name]));
  return zones.split(' ').map((zone) => [zone, byOffset]);
}
