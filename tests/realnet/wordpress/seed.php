<?php
// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Installs WordPress and fills it with an invented municipality's posts and citizens'
// comments. Everyone in it is invented; the personnummer is the tax agency's published
// test number, the telephone number is from the series that PTS reserves for fiction.
// usage: WORK=… php seed.php

declare(strict_types=1);

const PASSWORD = 'hemligt-test-losenord-1';
const POSTS = 48;
const LONG_THREAD = 30;

define('WP_INSTALLING', true);
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';

function install(): void
{
    wp_install('Älmhults kommun – nyheter', 'admin', 'admin@example.test', true, '', PASSWORD);
    switch_theme('twentytwentyone');
    $settings = [
        'posts_per_page' => 10,
        'page_comments' => 1,
        'comments_per_page' => 10,
        'default_comments_page' => 'oldest',
        'thread_comments' => 1,
        'comment_moderation' => 0,
        'comment_previously_approved' => 0,
        'show_avatars' => 1,
        'avatar_default' => 'blank',
    ];
    foreach ($settings as $name => $value) {
        update_option($name, $value);
    }
    wp_delete_post(1, true); // the post that every new WordPress greets with
    wp_delete_post(2, true);
}

function add_municipality(): int
{
    return wp_insert_user([
        'user_login' => 'almhultskommun',
        'user_pass' => PASSWORD,
        'user_email' => 'kommun@example.test',
        'display_name' => 'Älmhults kommun',
        'description' => 'Officiellt konto för Älmhults kommun. '
            . 'Förhållningsregler: almhult.se/socialamedier',
        'role' => 'editor',
    ]);
}

function draw(int $number): string
{
    [$width, $height] = [1200, 800];
    $image = imagecreatetruecolor($width, $height);
    $ground = [($number * 37) % 200, ($number * 71) % 200, ($number * 13) % 200];
    imagefill($image, 0, 0, imagecolorallocate($image, ...$ground));
    $white = imagecolorallocate($image, 255, 255, 255);
    imagefilledellipse($image, (int) ($width * 0.7), (int) ($height * 0.4), 300, 300, $white);
    imagestring($image, 5, 20, 20, "Bild $number", $white);
    ob_start();
    imagepng($image);
    return ob_get_clean();
}

function add_picture(int $number, int $author): int
{
    $file = wp_upload_bits("bild$number.png", null, draw($number));
    $id = wp_insert_attachment([
        'post_mime_type' => 'image/png',
        'post_title' => "Bild $number",
        'post_status' => 'inherit',
        'post_author' => $author,
    ], $file['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file['file']));
    update_post_meta($id, '_wp_attachment_image_alt', "En ljus skiva på färgad botten, nummer $number");
    return $id;
}

function add_post(int $number, int $author): int
{
    $picture = $number % 4 ? add_picture($number, $author) : 0;
    $text = "<p>Inlägg $number: Vägarbete på Norra Esplanaden vecka $number. "
        . "Läs mer på <a href=\"https://www.almhult.se/nyheter/$number\">almhult.se</a></p>";
    $hours = POSTS - $number;
    return wp_insert_post([
        'post_title' => "Vägarbete vecka $number",
        'post_content' => $text . ($picture ? wp_get_attachment_image($picture, 'large') : ''),
        'post_status' => 'publish',
        'post_author' => $author,
        'post_date' => date('Y-m-d H:i:s', time() - $hours * 3600 - 60),
    ]);
}

function add_comment(int $post, string $author, string $text, int $parent = 0): int
{
    static $seconds = 0; // comments are listed in the order of their times
    return wp_insert_comment([
        'comment_post_ID' => $post,
        'comment_author' => $author,
        'comment_author_email' => md5($author) . '@example.test',
        'comment_content' => $text,
        'comment_date' => date('Y-m-d H:i:s', time() - 3000 + $seconds++),
        'comment_approved' => 1,
        'comment_parent' => $parent,
    ]);
}

install();
$municipality = add_municipality();
$posts = array_map(fn (int $number) => add_post($number, $municipality), range(1, POSTS));

$talk = $posts[POSTS - 1];
$question = add_comment($talk, 'Karin Sörensson', 'Hej! När öppnar bygglovsexpeditionen igen? Ring mig gärna på 070-1740605.');
$answer = add_comment($talk, 'Älmhults kommun', 'Hej Karin! Måndag kl. 9. Källa: Miljö- och byggförvaltningen.', $question);
add_comment($talk, 'Testperson Tolvan', 'Mitt personnummer är 19121212-1212, kan ni kolla mitt ärende?');
$threat = add_comment($talk, 'Arg invånare', 'Ni är förbannade idioter allihop, jag vet var du bor!');

$thread = $posts[POSTS - 2];
foreach (range(1, LONG_THREAD) as $number) {
    add_comment($thread, ['Karin Sörensson', 'Björn Åkesson'][$number % 2], "Kommentar nummer $number i lång tråd.");
}

file_put_contents(getenv('WORK') . '/seed.json', json_encode([
    'author' => $municipality,
    'posts' => $posts,
    'talk' => $talk,
    'thread' => $thread,
    'comments' => 4 + LONG_THREAD,
    'question' => $question,
    'answer' => $answer,
    'threat' => $threat,
]));
