"""First names that the Dutch use for one another: a name at birth and what somebody is called.

Each line is the forms of one name, the one at birth first. A name may stand in more lines: Jo is
Johannes or Johanna.
Written as :func:`~.names.fold` leaves names: small letters without accents, ij as y.
"""

_LINES = """
johannes jan johan hans joop jo john jannes joannes johnny jantje han sjon hannes jean ivan
johanna joke hanna anna annie jo jopie hanneke jo janna jannie anneke joan
cornelis kees cor cees corneel nelis cornelius keesjan
cornelia corrie cor nel nelly lia cora corry neeltje nellie kea
hendrik henk hein rik henri hendrikus henricus harry henry henny hendricus heinrich
hendrika riek rika henny hennie riekie hendrikje henriette jet jetty drika
willem wim willy bill pim guillaume wilhelmus wil willem william helm
wilhelmina willy mien wil mina minnie wilma helma mieke willemina willemien willemyn
pieter piet peter petrus pierre pier peer pete pietje
petronella nel nelly petra ella nellie pietje petronelle
gerrit gerard gert ger gerardus gerhard geert gerry
gerarda gerda gerry gerritje geertruida truus geertje
jacobus jaap jacob koos jack jacques kobus co sjaak jakob coos
jacoba co coba jaapje jacqueline koosje cobi
antonius anton toon ton antoon tony antoine antonie teun theun toine
antonia toos tonny antje tonia antonetta
adrianus ad arie adriaan adri janus adrian aad
adriana jana adri ad sjaan adrie riana arina adriaantje
theodorus theo dorus ted theodoor dirk
theodora thea dora doortje theodora do
wilhelmus wim willem helmus mus
franciscus frans francis frank cisco franc sus
francisca francien ciska cisca frances siska fransje sis
josephus jos jozef jef joseph sjef joep josef zef
josephina jo jos josephine fien fiene josefien
martinus martin maarten tinus marten tien martijn martyn
martina tina martine martha
nicolaas nico klaas niek nicolaus claas nick nicholas niels nikolaas
leonardus leo leen leonard lenard len
leonora leny lenny leonie
lambertus bert lambert bart berry
hubertus huub bert hub hubert bertus
albertus bert albert ab appie bertus aalbert
bernardus ben bernard nard bernd bert
engelbertus bert engelbert bertus
robertus rob robert bob bert robbert bobby
rudolf ruud ruut rudolph dolf rudy roelof
richard rik ries rick dick
dirk dick diederik dirck theodorus
alexander alex sander lex xander sascha oleksandr aleksandr aleksander alejandro
alexandra sandra alex xandra sandy
michael michel mike michiel micha maikel mick giel mykola
matthias mathijs matthys mathys thys matthijs thijs ties tys matty
mattheus teeuwis matthew mees theeuwes
bartholomeus bart mees bartel
sebastiaan bas sebastian bastiaan
christiaan chris kris christian christianus
christina tineke stien tina christine chris kirsten stina christa tine
christophorus chris christoffel stoffel
laurentius laurens lau lars rens lourens laurent
vincentius vincent vin cent
stephanus stefan stephan steven fanus
eduardus ed eduard edward eddy ward
everardus evert ever everhard
gysbertus gys gysbert bert
cornelis nelis cees
reinier rein reinout rene reinder
abraham bram ab braham
simon siem symen
daniel daan dan danny
david dave daaf
benjamin ben benny
samuel sam sem sammy
thomas tom tommy
timotheus tim timo
jeremias jerry jeremy
lucas luuk luc luca luke
lodewyk lou louis ludovicus
maria marie mia riet ria mieke marijke maryke marieke miep rie mary mariette maaike marijn mieke
margaretha greet greetje margriet gre grietje marga margreet griet rita margot margaret gretha
elisabeth els bep betty lies elly liesbeth lisa elsje liza elize bets elise ellie beth ella elisa
catharina trees toos ria cato katrien tineke trien ina kaatje carin karin catrien rina kitty cathy
cathrina katharina kate katja katja toos nina catherine
helena leny lena helen heleen leentje ilse lenie helene hella ellen alyona olena
magdalena lena leny magda madeleine leentje
anna annie ans anneke anja an annet annemieke ann anne antje
annamaria annemarie annemieke ria marianne annemiek
elisabeth lisette babette
geertruida truus geertje trudy truida trui geertrui ger gertrude
aleida alie aly adelheid ali lida
alida ali lida alie alies
dorothea dora thea dorien doortje door thé
jannetje janny jannie jantje
susanna suzanne sanne suus suze zus
theresia trees thea theresa treesje resi
veronica vera ronnie veerle
cecilia cilia ciel cecile silke
agatha aagje agaath aag
agnes agneta neske
barbara bar babs barbera
bernadette det dettie bernadet
charlotte lotte lot charlot
gabriella gaby ella gabrielle
jacomina mina co mien jacomyn
josina sina jozien
klazina klasien sien claasje ina
nicolina lina nicolien nicole
paulina lien pauline lina
rosalia roos rosa rosalie
sophia sofie fie sophie fietje sofia
wilhelmina mina minke
mohamed mohammed mo muhammad mohammad moh med mohamad muhammed mehmet
mustapha mustafa moes
abdellah abdel abdullah abdoellah
yusuf youssef yousef joseph yousuf jozef
ahmed ahmad ahmet achmed
fatima fatma fatimah
khadija hatice khadiza
aicha ayse aysha aisha
ibrahim abraham brahim
hassan hasan
hussein hussain husein huseyin
omar omer umar
ali aly
kateryna katarzyna katya katja
oleksandra sasha aleksandra
iryna irina ira
nataliia natalia natasja natasha
anastasiia nastya anastasia
volodymyr vladimir
serhii sergei sergej sergey
dmytro dmitri dimitri
yuliia julia yulia
"""


def _groups():
    groups = {}
    for number, line in enumerate(_LINES.strip().splitlines()):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


#: First name -> numbers of the lines it stands in.
GROUPS = _groups()
#: First letter of the name at birth, by number of the line.
OFFICIAL = [line[0] for line in _LINES.strip().splitlines()]
