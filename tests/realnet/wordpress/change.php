<?php
// SPDX-FileCopyrightText: 2026 Avbild contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Changes the running WordPress: a profile field, or something is deleted.
// usage: WORK=… php change.php name|about|delete-comment|delete-post

declare(strict_types=1);

require __DIR__ . '/load.php';

$seed = json_decode(file_get_contents(getenv('WORK') . '/seed.json'), true);
match ($argv[1]) {
    'name' => wp_update_user(['ID' => $seed['author'], 'display_name' => 'Älmhults kommun – officiell']),
    'about' => wp_update_user(['ID' => $seed['author'], 'description' => 'Ny om-information.']),
    'delete-comment' => wp_delete_comment($seed['threat'], true),
    'delete-post' => wp_delete_post($seed['posts'][5], true),
};
