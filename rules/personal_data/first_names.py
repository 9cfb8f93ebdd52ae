# SPDX-FileCopyrightText: 2026 Avbild contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that tell a name from other words: first names, endings, words that are both.

The first names are common ones in Sweden, of many origins. A list finds those it holds
and misses the rest, and it misses some groups more than others: what is found by it is
only possible, and the names of the thread (`people`) come before it.
"""

from rules.personal_data.words import words_of

FIRST_NAMES = words_of(
    """
    anna maria margareta elisabeth elisabet eva birgitta kristina christina karin
    marie ingrid sofia linnéa kerstin lena marianne helena emma inger johanna linda
    cecilia monica monika elin susanne ulla hanna anita katarina viktoria gunilla
    louise carina annika ann ida gun irene siv malin sara jenny camilla yvonne
    barbro ulrika åsa agneta lisa amanda elsa anette anneli therese julia berit
    alice ebba maja ella wilma vera astrid alma klara agnes stina josefine frida
    madeleine pernilla charlotte lovisa moa matilda ellen felicia nathalie jessica
    rebecka caroline gunnel britt märta inga rut solveig viola greta tuva signe tyra
    nova ellinor lars karl erik anders johan per nils carl mikael jan lennart hans
    olof gunnar peter sven bengt fredrik bo göran daniel alexander gustav håkan
    magnus jonas andreas stefan leif thomas mats mattias martin roland kjell
    christer krister urban ulf tomas robert henrik joakim tobias simon oskar oscar
    rickard viktor victor emil marcus markus christian linus niklas patrik patrick
    david sebastian kent torbjörn rolf arne sören bertil åke ingemar roger hugo
    lucas lukas william elias filip liam noah oliver axel ludvig albin anton adam
    isak jesper pontus rasmus samuel kevin dennis conny tommy kenneth jörgen pär
    staffan claes klas ola ove börje evert gösta folke ragnar sixten holger ivar
    edvin vilhelm arvid melker sigge mohammed muhammad mohamed mohamad ahmed ahmad
    ali hassan hussein omar osman abdi abdullah abdul ibrahim khaled mahmoud mustafa
    yusuf youssef yousef karim bilal hamza tariq samir nabil walid faisal jamal
    rashid salim bashar anas amir amin fatima fatma fatuma aisha aicha khadija zahra
    zainab zeinab maryam mariam amina halima hodan hibo ayaan ifrah sahra nasra asha
    faduma yasmin yasmine leila layla noor nour rania samira salma huda hanan iman
    dina lina rima rasha sanaa reza mehdi hamid hossein farhad behnam arash dariush
    kaveh omid navid ramin shirin parisa nasrin azadeh mina niloofar golnaz roya
    soraya farzaneh mehmet emre hakan murat yilmaz ayse ayşe elif zeynep aram dilan
    rojda rojin azad berivan shilan soran karwan hiwa aleksandar dragan goran zoran
    milan nenad slobodan vladimir emir amar adnan jasmina amra senada emina aida
    mirela selma dragana ljiljana snezana piotr krzysztof tomasz andrzej pawel paweł
    marek agnieszka katarzyna malgorzata małgorzata magdalena ewa joanna zofia juha
    jukka mika pekka timo kari antti matti heikki pirjo päivi tuula aino tiina sirpa
    minna kirsi ritva selam senait tesfaye yonas yohannes samrawit abeba mulugeta
    haile filmon biniam somchai malee nok ploy sunisa kanya nguyen linh thanh minh
    huong jose josé carlos juan luis pedro ana carmen rosa alejandra marisol esteban
    ioana andrei mihai elena ion olena oksana svitlana tetiana natalia natalija
    dmytro andriy oleksandr ivan irina olga tatjana sergej alexej gul nasim farid
    habib wahid najib sayed mohsen ramazan zabi lasse kicki kickan nisse pelle kalle
    olle anki lotta lollo maggan gittan gitte bettan mia micke sussi sussie kattis
    nettan bosse hasse janne jocke nicke krille tompa steffe mackan figge robban
    danne henke frasse totte klabbe ulle lelle kenta ronny sanna jossan emmis lollan
    fia frippe putte snobben berra linkan vickan ankan madde millan ninni pysen
    titti tessan tobbe uffe viggo challe
    """
)
"""First names in small letters: Swedish, of foreign background, and nicknames."""

ALSO_WORDS = words_of(
    """
    björn sten siv ros my bo per ann gun kent sol liv tage stig ask alm lund berg
    dal blom sofia maria katarina klara vera alma love tor nova linn lo may april
    june hans dag du ed si sigge ulle nok can gul ion milan elsa mina hej man den
    det ali lina kari rosa ana axel stina frost frid hjärta vår lilja olof ola ove
    mars viktoria victoria augusta florens charlotte marina norrland linda älmhult
    ankan putte ploy amar azad iman amin noor moa greta lotta maja vara kanya ida
    min mia olle malin lena lisa emma ella eva noah asha mika timo aram amir roya
    emir eken granen åsen lunden ek gran hagen skog ström hav sjö bro sand kvist
    """
)
"""Names that are words, places or months too: alone they prove nothing."""

SURNAME_ENDINGS = (
    "sson", "sen", "ström", "berg", "qvist", "kvist", "lund", "gren", "lind", "strand",
    "stedt", "man", "mark", "dahl", "holm", "vall", "wall", "ius", "ell", "blad",
    "ović", "ovic", "ić", "vić", "oglu", "zadeh", "pour", "nia", "ski", "ska", "wicz",
    "nen", "enko", "chuk", "ova", "ov", "escu", "ez", "yan", "ian", "feldt", "felt",
    "löf", "löv", "hammar", "hagen", "sköld", "stråle", "krantz", "fors", "bäck",
)  # fmt: skip
"""How surnames end that are common in Sweden."""

SURNAMES = words_of(
    """
    ali ahmed ahmad hassan hussein mohamed mohammed mohammad ibrahim omar osman abdi
    abdullah khan haddad hamid karimi rahimi hosseini ahmadi mohammadi rezai rezaei
    warsame farah jama yusuf nur noor saleh salah khalil said shah aziz rashid tran
    nguyen le pham wang li chen kim singh kaur silva santos garcía garcia lopez
    lópez kowalski nowak yilmaz demir kaya öztürk tekle tesfay tesfaye haile gebre
    abraham isaac yohannes ek sjö al-hassan ros rosén norén åberg öberg lindh björk
    frisk frid rapp stål svärd lilja falk hjort winter vinter alm ask palm ekdahl
    nyström
    """
)

NO_NAMES = words_of(
    """
    kommun kommunen kommuns region regionen län länet sverige sveriges svenska
    svensk älmhult älmhults stockholm stockholms göteborg göteborgs malmö växjö lund
    uppsala småland skåne kronoberg kronobergs norra södra östra västra nya gamla
    stora lilla övre nedre inre yttre röda vita gröna blå svarta kungliga kungl
    kyrka kyrkan kyrkas församling församlingen skola skolan skolans gymnasiet
    gymnasium förskola förskolan gata gatan väg vägen torg torget park parken plats
    platsen allé allén centrum posten bladet tidningen nyheter nyheterna dagblad
    dagbladet radio tv ab aktiebolag förening föreningen förbund förbundet partiet
    parti moderaterna socialdemokraterna centern centerpartiet liberalerna
    vänsterpartiet miljöpartiet kristdemokraterna sverigedemokraterna facebook
    instagram google youtube tiktok ikea ica coop willys lidl netto systembolaget
    apoteket polisen trafikverket skatteverket riksarkivet vårdcentral vårdcentralen
    sjukhus sjukhuset lasarettet bibliotek biblioteket museum museet hotell hotellet
    restaurang pizzeria café arena arenan hallen ishall ishallen simhallen badet
    sjön ån viken hamnen bron jul påsk midsommar nyår januari februari mars april
    maj juni juli augusti september oktober november december måndag tisdag onsdag
    torsdag fredag lördag söndag gud guds hej tack hälsningar alla snälla vi ni jag
    du han hon den det de dem en ett vad var när hur varför vem vilka så men och för
    om kan ska skall måste bra fin fint kul grattis mvh vänliga fina kära bästa
    europa eu usa kina norge danmark finland tyskland ukraina ryssland syrien nord
    syd öst väst torpet gård gården slott slottet borg fästning domkyrka domkyrkan
    hus huset akademi akademin institut institutet universitet universitetet
    högskola högskolan nämnden nämnd styrelsen styrelse fullmäktige
    kommunfullmäktige kommunstyrelsen kommunalråd kommunalrådet socialtjänsten
    räddningstjänsten hemtjänsten stad staden stads if fk bk ik ff sk gif gk hk
    ishockey fotboll bank banken swedbank nordea seb handelsbanken telia tele2
    vattenfall eon postnord sj win windows android elbil volvo saab audi bmw tesla
    toyota big new black san santa los las la hopp vare borde allihop allihopa
    samtliga sluta dagen dag bio sommar vinter höst vår festival festivalen marknad
    marknaden loppet
    """
)
"""Words that begin with a capital and are no part of a name."""

OPENERS = words_of(
    """
    enligt igår idag imorgon ikväll träffade mötte såg frågade fråga ring ringde
    kontakta mejla hälsa medan sedan även också inte kanske precis där här då nu
    detta denna min mitt mina er ert era vår vårt våra hennes deras både dock efter
    innan under med av till från hos utan genom om på i som att när eller fast trots
    tycker tror undrar menar håller instämmer stackars rektor läraren grannen fru
    herr doktor
    """
)
"""Words that often begin a sentence, right before a name."""

HISTORIC = words_of(
    """
    carl_linné gustav_vasa august_strindberg selma_lagerlöf astrid_lindgren
    raoul_wallenberg olof_palme dag_hammarskjöld alfred_nobel karin_boye
    vilhelm_moberg hjalmar_branting tage_erlander per_hansson evert_taube
    carl_bellman nils_dacke heliga_birgitta ingmar_bergman greta_garbo anders_zorn
    carl_larsson ellen_key elin_wägner pär_lagerkvist ingvar_kamprad
    emanuel_swedenborg anders_celsius axel_oxenstierna karl_johan gustav_adolf
    martin_luther albert_einstein william_shakespeare verner_heidenstam
    fredrika_bremer esaias_tegnér gustaf_fröding carl_jonas christian_krabbe
    """
)
"""Persons of history: what is said of them is no data on a living person."""
