inbox-title = Novitads
inbox-bell = { $count ->
    [0] Novitads
    [one] Novitads, 1 betg legida
   *[other] Novitads, { $count } betg legidas
 }
inbox-new = Insatge nov tranter las novitads
inbox-all-read = Marcar tut sco legì
inbox-nothing-unread = Vus avais legì tut.
inbox-settings = Configurar las novitads
inbox-loading = Las novitads vegnan chargiadas …
inbox-failed = Las novitads n’han betg pudì vegnir chargiadas.
inbox-empty-title = Nagut nov
inbox-empty-text = Sche insatgi As menziuna, respunda u supplitgescha d’ina controlla, stat quai qua.
inbox-more = Mussar pli veglias
inbox-unread = Betg legì:
inbox-somebody = Insatgi
inbox-mention = { $name } ha menziunà Vus
inbox-reply = { $name } ha respundì
inbox-resolved = { $name } ha liquidà ina discussiun
inbox-review-asked = { $name } supplitgescha Vus d’ina controlla
inbox-review-due = Ina controlla è prest scadida
inbox-review-decided = { $name } ha decidì davart Vossa dumonda
inbox-name-asked = En in certificat vegn dumandà in auter num
inbox-where = { $template }, discussiun { $number }

notify-title = Avis
notify-lead = Vala immediat e mo per Vus, en questa organisaziun. Per e-mail vegn quai che Vus n’avais betg legì fin lura.
notify-kind = Tge che capita
notify-inbox = Novitads
notify-mail = E-mail
notify-mention = Insatgi As menziuna
notify-reply = Resposta en ina discussiun, a la quala Vus As participais
notify-resolved = Ina tala discussiun è liquidada
notify-review-asked = Vus vegnis supplitgà d’ina controlla
notify-review-due = Ina controlla è prest scadida
notify-review-decided = Igl è vegnì decidì davart Vossa dumonda
notify-name-asked = En in certificat vegn dumandà in auter num
notify-pace = Ils e-mails vegnan
notify-soon = rimnads, prest suenter che insatge capita
notify-daily = rimnads, maximalmain ina giada al di
notify-load-failed = Ils avis n’han betg pudì vegnir chargiads.
notify-failed = Quai n’è betg vegnì memorisà.
